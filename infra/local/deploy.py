"""template.yaml -> the local cloud, by its CloudFormation; the same template that AWS gets."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from infra.local import cloud, linking, templates
from infra.local.home import ROOT, Home, LocalError
from infra.local.packages import Packages
from infra.local.postgres import PostgresServer

ENVIRONMENT = "local"
STACK = f"purser-{ENVIRONMENT}"
ADMIN_SECRET = f"purser/{ENVIRONMENT}/database-admin"
DEPLOY_SECONDS = 300
PARAMETERS = {
    "Environment": ENVIRONMENT,
    "UseAurora": "false",
    "DatabaseCa": "",
    "ClientAddressHeader": "",  # nobody stands before this API who could be believed
    "IngestTimeout": "900",
    # A person is waiting: a failed file is tried again soon, and given up within two minutes.
    "QueueVisibilitySeconds": "30",
    "QueueMaxReceives": "4",
}


def deploy(home: Home, server: PostgresServer) -> dict[str, str]:
    """Package, upload and deploy; return the stack's outputs. LocalError carries the reason CloudFormation gives.

    PURSER_PARAMETERS="Name=value Name=value" sets parameters of template.yaml.
    """
    cloudformation = cloud.client(home, "cloudformation")
    packages = Packages(home)
    template = templates.packaged(templates.read(ROOT / "template.yaml"), packages.upload)
    _put_admin_secret(cloud.client(home, "secretsmanager"), server)
    place = {
        "PublicOrigin": home.origin,
        "S3PublicEndpoint": home.origin,
        "PlaidUrl": linking.address(home),
        "DatabaseHost": server.host,
        "DatabasePort": str(server.port),
        "DatabaseAdminName": server.database,
        "DatabaseAdminSecret": ADMIN_SECRET,
    }
    values = PARAMETERS | place | _given_parameters()
    if not _stack_exists(cloudformation):
        _adopt_buckets(home, cloudformation, template, values)
    _apply(cloudformation, packages.put_json(template), values)
    sender = values.get("MailFrom") or template["Parameters"]["MailFrom"]["Default"]
    cloud.client(home, "ses").verify_email_identity(EmailAddress=sender)  # as its owner would, by opening a letter of SES
    packages.forget_the_rest()
    linking.restore(home)
    return _outputs(cloudformation)


def _given_parameters() -> dict[str, str]:
    pairs = [word.partition("=") for word in os.environ.get("PURSER_PARAMETERS", "").split()]
    return {name: value for name, _, value in pairs}


def _put_admin_secret(secrets: Any, server: PostgresServer) -> None:
    """Tell `migrate_database` who administers the server, as Aurora's managed secret does in the cloud."""
    value = json.dumps({"username": server.user, "password": server.password})
    try:
        secrets.create_secret(Name=ADMIN_SECRET, SecretString=value)
    except secrets.exceptions.ResourceExistsException:
        secrets.put_secret_value(SecretId=ADMIN_SECRET, SecretString=value)


def _adopt_buckets(home: Home, cloudformation: Any, template: dict[str, Any], values: Mapping[str, str]) -> None:
    """Import the buckets of an earlier run: their objects are on disk, but the emulator forgot the stack that made them."""
    s3 = cloud.client(home, "s3")
    there = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    found = {name: bucket for name, bucket in _named_buckets(template, values) if bucket in there}
    if not found:
        return
    resources = {
        name: {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": bucket}}
        for name, bucket in found.items()
    }
    identifiers = [
        {"ResourceType": "AWS::S3::Bucket", "LogicalResourceId": name, "ResourceIdentifier": {"BucketName": bucket}}
        for name, bucket in found.items()
    ]
    change = {"StackName": STACK, "ChangeSetName": "adopt"}
    body = json.dumps({"Resources": resources})
    cloudformation.create_change_set(**change, ChangeSetType="IMPORT", TemplateBody=body, ResourcesToImport=identifiers)
    _wait(lambda: cloudformation.describe_change_set(**change)["Status"] == "CREATE_COMPLETE", cloudformation)
    cloudformation.execute_change_set(**change)
    _wait(lambda: _status(cloudformation) == "IMPORT_COMPLETE", cloudformation)


def _named_buckets(template: dict[str, Any], values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::S3::Bucket":
            pattern = resource["Properties"]["BucketName"]["Fn::Sub"]
            yield name, pattern.replace("${Environment}", values["Environment"]).replace("${AWS::AccountId}", cloud.ACCOUNT)


def _apply(cloudformation: Any, url: str, values: Mapping[str, str]) -> None:
    change = cloudformation.update_stack if _stack_exists(cloudformation) else cloudformation.create_stack
    try:
        change(
            StackName=STACK,
            TemplateURL=url,
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
    except ClientError as refused:
        if "No updates are to be performed" in str(refused):
            return
        raise LocalError(f"CloudFormation refused template.yaml: {refused}") from refused
    _wait(lambda: _status(cloudformation) in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}, cloudformation)


def _wait(done: Callable[[], bool], cloudformation: Any) -> None:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while not done():
        failed = any(word in _status(cloudformation) for word in ("FAILED", "ROLLBACK"))
        if failed or time.monotonic() > deadline:
            reasons = "\n".join(f"  {reason}" for reason in _reasons(cloudformation)) or "  (no reason given)"
            raise LocalError(f"The stack {STACK} is {_status(cloudformation)}:\n{reasons}")
        time.sleep(0.2)


def _status(cloudformation: Any) -> str:
    status: str = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
    return status


def _stack_exists(cloudformation: Any) -> bool:
    stacks = cloudformation.list_stacks()["StackSummaries"]
    return any(stack["StackName"] == STACK and stack["StackStatus"] != "DELETE_COMPLETE" for stack in stacks)


def _reasons(cloudformation: Any) -> list[str]:
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in reversed(events) if event["ResourceStatus"].endswith("FAILED")]
    return [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed]


def _outputs(cloudformation: Any) -> dict[str, str]:
    outputs = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0].get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}
