"""template.yaml as the local cloud takes it: what `sam package` does, and one thing that MiniStack reads differently.

- files and folders on this disk become objects in the local S3 (CodeUri, ContentUri, TemplateURL), nested templates too;
- YAML anchors and short forms (`!Ref`) become plain JSON;
- `*~1*`, API Gateway's spelling of a media type, becomes `*/*`: MiniStack does not know the spelling.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Upload = Callable[[str], str]
"""Turn a path that the template names into the address of an object."""
PACKAGED = {
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::CloudFormation::Stack": "TemplateURL",
}
"""Which property of a resource names something on this disk."""


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms."""


def _long_form(loader: _Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    value = _plain(loader, node)
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in {"Ref", "Condition"} else f"Fn::{name}": value}


def _plain(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Loader.add_multi_constructor("!", _long_form)


def read(path: Path) -> dict[str, Any]:
    """Read a template, with `!Ref` and its like in their long forms."""
    template: dict[str, Any] = yaml.load(path.read_text(), _Loader)  # noqa: S506 - a SafeLoader with tags of CloudFormation
    return template


def packaged(template: dict[str, Any], upload: Upload) -> dict[str, Any]:
    """Return the template with everything it names on this disk uploaded, and media types spelled out."""
    resources = {name: _packaged_resource(resource, upload) for name, resource in template["Resources"].items()}
    result = {**template, "Resources": resources}
    function = template.get("Globals", {}).get("Function", {})
    if function:
        result["Globals"] = {**template["Globals"], "Function": {**function, "CodeUri": upload(function["CodeUri"])}}
    return result


def _packaged_resource(resource: dict[str, Any], upload: Upload) -> dict[str, Any]:
    properties = dict(resource.get("Properties", {}))
    named = PACKAGED.get(resource["Type"])
    if named:
        properties[named] = upload(properties[named])
    if "BinaryMediaTypes" in properties:
        properties["BinaryMediaTypes"] = [kind.replace("~1", "/") for kind in properties["BinaryMediaTypes"]]
    return {key: value for key, value in resource.items() if key != "Metadata"} | {"Properties": properties}
