"""SQL, S3, SQS, SES, Secrets, KMS as functions: the only place that knows them."""
