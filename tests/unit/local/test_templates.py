from pathlib import Path

from infra.local import templates


def read(tmp_path: Path, text: str) -> dict[str, object]:
    (tmp_path / "t.yaml").write_text(text)
    return templates.read(tmp_path / "t.yaml")


def test_short_forms_are_read_as_long_ones(tmp_path: Path) -> None:
    text = 'A: !Ref X\nB: !Sub "${X}-b"\nC: !GetAtt Feed.Outputs.QueueArn\nD: !If [Yes, !Ref X, "no"]\n'

    assert read(tmp_path, text) == {
        "A": {"Ref": "X"},
        "B": {"Fn::Sub": "${X}-b"},
        "C": {"Fn::GetAtt": ["Feed", "Outputs.QueueArn"]},
        "D": {"Fn::If": [True, {"Ref": "X"}, "no"]},
    }


def test_anchors_and_merges_are_expanded(tmp_path: Path) -> None:
    assert read(tmp_path, "A: &a {x: 1, y: 2}\nB: {<<: *a, y: 3}\n") == {"A": {"x": 1, "y": 2}, "B": {"x": 1, "y": 3}}


def test_what_lies_on_this_disk_becomes_an_object() -> None:
    template = {
        "Globals": {"Function": {"CodeUri": "functions/", "Timeout": 3}},
        "Resources": {
            "Layer": {
                "Type": "AWS::Serverless::LayerVersion",
                "Metadata": {"x": 1},
                "Properties": {"ContentUri": "layers/core/"},
            },
            "Feed": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "infra/bank_feed.yaml"}},
        },
    }

    packaged = templates.packaged(template, lambda path: f"s3://{path}")

    assert packaged["Globals"]["Function"] == {"CodeUri": "s3://functions/", "Timeout": 3}
    assert packaged["Resources"]["Layer"] == {
        "Type": "AWS::Serverless::LayerVersion",
        "Properties": {"ContentUri": "s3://layers/core/"},
    }
    assert packaged["Resources"]["Feed"]["Properties"]["TemplateURL"] == "s3://infra/bank_feed.yaml"


def test_media_types_are_spelled_as_the_emulator_reads_them() -> None:
    api = {"Type": "AWS::Serverless::Api", "Properties": {"BinaryMediaTypes": ["*~1*"]}}

    packaged = templates.packaged({"Resources": {"Api": api}}, str)

    assert packaged["Resources"]["Api"]["Properties"]["BinaryMediaTypes"] == ["*/*"]
