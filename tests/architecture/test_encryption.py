"""At rest everything is encrypted, on its way all goes by TLS, and a firewall stands before the API: as the templates say."""

import json
from typing import Any

import pytest

from infra.local import templates
from infra.local.home import ROOT

FILES = [ROOT / "template.yaml", *sorted((ROOT / "infra").glob("*.yaml"))]
TLS_ONLY = {"Bool": {"aws:SecureTransport": "false"}}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Resources of a type in all templates, by file and name."""
    return {
        f"{path.name}:{name}": resource.get("Properties", {})
        for path in FILES
        for name, resource in templates.read(path)["Resources"].items()
        if resource["Type"] == kind
    }


def denied_without_tls(policies: dict[str, dict[str, Any]]) -> list[Any]:
    statements = [one for policy in policies.values() for one in policy["PolicyDocument"]["Statement"]]
    return [one["Resource"] for one in statements if one.get("Effect") == "Deny" and one.get("Condition") == TLS_ONLY]


@pytest.mark.parametrize("queue", of_type("AWS::SQS::Queue"))
def test_a_queue_is_encrypted_and_speaks_tls_only(queue: str) -> None:
    assert of_type("AWS::SQS::Queue")[queue].get("SqsManagedSseEnabled") is True
    denied = str(denied_without_tls(of_type("AWS::SQS::QueuePolicy")))
    assert f"'{queue.split(':')[1]}.Arn'" in denied or f"['{queue.split(':')[1]}', 'Arn']" in denied, denied


@pytest.mark.parametrize("bucket", of_type("AWS::S3::Bucket"))
def test_a_bucket_is_encrypted_and_speaks_tls_only(bucket: str) -> None:
    assert of_type("AWS::S3::Bucket")[bucket]["BucketEncryption"]
    denied = str(denied_without_tls(of_type("AWS::S3::BucketPolicy")))
    assert bucket.split(":")[1] in denied


def test_the_database_is_encrypted_and_speaks_tls_only() -> None:
    (cluster,) = of_type("AWS::RDS::DBCluster").values()
    (parameters,) = of_type("AWS::RDS::DBClusterParameterGroup").values()
    assert cluster["StorageEncrypted"] is True
    assert cluster["DBClusterParameterGroupName"] == {"Ref": "Parameters"}
    assert parameters["Parameters"]["rds.force_ssl"] == "1"
    variables = templates.read(ROOT / "template.yaml")["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["PURSER_DATABASE_CA"], "functions check whom they speak with"


def test_keys_of_our_own_are_rotated_in_the_cloud() -> None:
    for name, key in of_type("AWS::KMS::Key").items():
        assert key["EnableKeyRotation"] in (True, {"Fn::If": ["InCloud", True, False]}), name


def test_a_firewall_with_managed_rules_and_a_rate_stands_before_the_api() -> None:
    (firewall,) = of_type("AWS::WAFv2::WebACL").values()
    kinds = [next(iter(rule["Statement"])) for rule in firewall["Rules"]]
    assert {"RateBasedStatement", "ManagedRuleGroupStatement"} <= set(kinds)
    assert of_type("AWS::WAFv2::WebACLAssociation")
    (api,) = of_type("AWS::Serverless::Api").values()
    assert api["MethodSettings"][0]["ThrottlingRateLimit"] > 0


def test_the_api_hears_from_cloudfront_alone_and_for_whom_it_asks() -> None:
    """Else the pace of guesses would be that of an edge, or whatever address a client cares to name."""
    (firewall,) = of_type("AWS::WAFv2::WebACL").values()
    rules = {rule["Name"]: rule["Statement"] for rule in firewall["Rules"]}
    shown = rules["walked-around-the-front-door"]["NotStatement"]["Statement"]["ByteMatchStatement"]
    (distribution,) = (one["DistributionConfig"] for one in of_type("AWS::CloudFront::Distribution").values())
    (api,) = [one for one in distribution["Origins"] if one["Id"] == "api"]
    secret = {"HeaderName": "x-front-door", "HeaderValue": shown["SearchString"]}
    assert (shown["FieldToMatch"], api["OriginCustomHeaders"]) == ({"SingleHeader": {"Name": "x-front-door"}}, [secret])
    rates = [one["RateBasedStatement"] for one in rules.values() if "RateBasedStatement" in one]
    assert {one["AggregateKeyType"] for one in rates} == {"FORWARDED_IP"}
    header = templates.read(ROOT / "template.yaml")["Parameters"]["ClientAddressHeader"]["Default"]
    (tell,) = of_type("AWS::CloudFront::Function").values()
    assert f'headers["{header}"] = {{ value: event.viewer.ip }}' in tell["FunctionCode"]
    for behaviour in distribution["CacheBehaviors"]:
        assert behaviour["FunctionAssociations"], f"{behaviour['PathPattern']}: the API would believe what a client says"


def test_what_the_functions_never_see_is_refused_in_the_form_of_every_error() -> None:
    (api,) = of_type("AWS::Serverless::Api").values()
    responses = api["GatewayResponses"]
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= set(responses)
    assert responses["MISSING_AUTHENTICATION_TOKEN"]["StatusCode"] == 404
    for told in responses.values():
        text = told["ResponseTemplates"]["application/json"].replace("$context.error.messageString", '"a message"')
        assert set(json.loads(text)["error"]) == {"code", "message", "details", "timestamp", "request_id"}
