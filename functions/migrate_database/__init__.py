"""CloudFormation custom resource that brings the database up to date."""
