"""What template.yaml promises, held by itself: every function has its folder, every queue its alarm, every bucket its lock."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from purser.domain.uploads import BANKS

from infra import packaging
from infra.local import templates
from infra.local.home import ROOT

Template = dict[str, Any]
FUNCTION = "AWS::Serverless::Function"
BUCKET = "AWS::S3::Bucket"
FILES = ["template.yaml", *sorted(f"infra/{path.name}" for path in (ROOT / "infra").glob("*.yaml"))]
TEMPLATE = templates.read(ROOT / "template.yaml")
FEED = templates.read(ROOT / "infra/bank_feed.yaml")


def of_type(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    found = template["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == kind}


def test_every_function_of_the_template_has_its_folder_and_every_folder_its_function() -> None:
    handlers = {properties["Handler"] for properties in of_type(TEMPLATE, FUNCTION).values()}
    folders = {f"{path.parent.name}.handler.handler" for path in (ROOT / "functions").glob("*/handler.py")}
    assert handlers == folders, "a folder of functions/ with a handler.py, and a function of template.yaml: one needs the other"


def test_functions_are_named_after_their_folders() -> None:
    for name, properties in of_type(TEMPLATE, FUNCTION).items():
        folder = properties["Handler"].split(".")[0]
        assert properties["FunctionName"] == {"Fn::Sub": f"purser-${{Environment}}-{folder}"}, name


def test_every_bank_has_its_feed_and_its_prefix() -> None:
    feeds = of_type(TEMPLATE, "AWS::CloudFormation::Stack").items()
    banks = {name: stack["Parameters"]["Bank"] for name, stack in feeds if stack["TemplateURL"] == "infra/bank_feed.yaml"}
    bucket = of_type(TEMPLATE, BUCKET)["StatementsBucket"]
    told = {}
    for notification in bucket["NotificationConfiguration"]["QueueConfigurations"]:
        (rule,) = notification["Filter"]["S3Key"]["Rules"]
        told[rule["Value"]] = banks[notification["Queue"]["Fn::GetAtt"][0]]
    assert told == {f"incoming/{bank}/": bank for bank in BANKS}, "purser.domain.uploads.BANKS and template.yaml disagree"


def test_every_queue_has_a_dead_letter_queue_or_is_one_and_an_alarm() -> None:
    for path in FILES:
        template = templates.read(ROOT / path)
        queues, alarms = of_type(template, "AWS::SQS::Queue"), json.dumps(of_type(template, "AWS::CloudWatch::Alarm"))
        dead = {
            queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
            for queue in queues.values()
            if "RedrivePolicy" in queue
        }
        for name, queue in queues.items():
            assert "RedrivePolicy" in queue or name in dead, f"{path}: {name} needs a dead-letter queue"
            assert f'["{name}", "QueueName"]' in alarms, f"{path}: {name} needs an alarm"
            assert queue["SqsManagedSseEnabled"] is True, f"{path}: {name} needs encryption"


def test_both_queues_of_a_bank_are_read_with_partial_failures() -> None:
    mappings = of_type(FEED, "AWS::Lambda::EventSourceMapping").values()
    assert {mapping["EventSourceArn"]["Fn::GetAtt"][0] for mapping in mappings} == {"Queue", "DeadLetterQueue"}
    assert all(mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for mapping in mappings)


def test_a_message_stays_hidden_six_times_as_long_as_reading_it_may_take() -> None:
    parameters = TEMPLATE["Parameters"]
    assert parameters["QueueVisibilitySeconds"]["Default"] >= 6 * parameters["IngestTimeout"]["Default"]


@pytest.mark.parametrize("path", FILES)
def test_every_bucket_is_versioned_encrypted_private_and_cleaned(path: str) -> None:
    template = templates.read(ROOT / path)
    for name, bucket in of_type(template, BUCKET).items():
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}, name
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"], name
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4, name
        assert bucket["LifecycleConfiguration"]["Rules"], name
        assert tls_only(template, name), f"{path}: {name} needs a policy that refuses plain HTTP"


def tls_only(template: Template, bucket: str) -> bool:
    for policy in of_type(template, "AWS::S3::BucketPolicy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            denied = statement["Effect"] == "Deny" and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
            if denied and policy["Bucket"] == {"Ref": bucket}:
                return True
    return False


def test_data_outlives_its_stack() -> None:
    kept = ("StatementsBucket", "LakeBucket", "ReportsBucket", "Database")
    assert {TEMPLATE["Resources"][name]["DeletionPolicy"] for name in kept} == {"Retain"}


def statements(node: Any) -> Iterator[dict[str, Any]]:
    """Find every policy statement anywhere in a template."""
    if isinstance(node, dict):
        if "Effect" in node and ("Action" in node or "NotAction" in node):
            yield node
        for value in node.values():
            yield from statements(value)
    elif isinstance(node, list):
        for value in node:
            yield from statements(value)


@pytest.mark.parametrize("path", FILES)
def test_no_policy_allows_everything(path: str) -> None:
    for statement in statements(templates.read(ROOT / path)):
        if statement["Effect"] == "Deny":
            continue
        actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        resources = statement.get("Resource", [])
        assert "NotAction" not in statement, path
        assert not [action for action in actions if "*" in action], f"{path}: {statement}"
        assert "*" not in (resources if isinstance(resources, list) else [resources]), f"{path}: {statement}"


def test_only_auth_reads_credentials_and_signing_keys() -> None:
    readers = {
        secret: {
            name for name, function in of_type(TEMPLATE, FUNCTION).items() if f'"{secret}"' in json.dumps(function["Policies"])
        }
        for secret in ("AuthSecret", "SigningKeysSecret")
    }
    assert readers["AuthSecret"] == {"AuthFunction", "MigrateDatabaseFunction"}
    assert readers["SigningKeysSecret"] == {"AuthFunction", "RotateKeysFunction"}


def test_a_function_is_told_every_setting_that_it_reads() -> None:
    source = (ROOT / "layers/core/purser/runtime/settings.py").read_text()
    wanted = set(re.findall(r'env\["(PURSER_\w+)"\]', source))
    shared = set(TEMPLATE["Globals"]["Function"]["Environment"]["Variables"])
    own = [set(function.get("Environment", {}).get("Variables", {})) for function in of_type(TEMPLATE, FUNCTION).values()]
    assert wanted <= shared.union(*own)


def test_packages_are_built_for_the_runtime_of_the_template() -> None:
    function = TEMPLATE["Globals"]["Function"]
    assert (function["Runtime"], function["Architectures"]) == (f"python{packaging.PYTHON}", ["arm64"])
    assert packaging.PLATFORM.startswith("aarch64-")


@pytest.mark.parametrize("environment", ["local", "dev", "prod"])
def test_every_environment_of_samconfig_sets_only_parameters_that_exist(environment: str) -> None:
    overrides = tomllib.loads((ROOT / "samconfig.toml").read_text())[environment]["deploy"]["parameters"]["parameter_overrides"]
    given = {pair.split("=", 1)[0] for pair in overrides}
    wanted = {name for name, parameter in TEMPLATE["Parameters"].items() if "Default" not in parameter}
    assert wanted <= given <= set(TEMPLATE["Parameters"])


def test_the_api_has_explicit_methods_for_both_functions() -> None:
    """MiniStack drops `ANY`, so a method that is missing here is missing on this machine only: no such surprise."""
    for name in ("ApiFunction", "AuthFunction"):
        events = of_type(TEMPLATE, FUNCTION)[name]["Events"].values()
        proxied = {event["Properties"]["Method"] for event in events if event["Properties"]["Path"].endswith("{proxy+}")}
        assert {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"} <= proxied
        assert "ANY" not in proxied


def test_events_are_json_that_a_function_may_be_invoked_with() -> None:
    for path in (ROOT / "events").glob("*.json"):
        json.loads(path.read_text())
