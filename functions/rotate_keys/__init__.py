"""CloudFormation custom resource that makes the first signing key."""
