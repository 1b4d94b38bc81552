"""What boto3 and its botocore get, as one line of JSON."""

import json

import boto3
from botocore.utils import InstanceMetadataFetcher, InstanceMetadataRegionFetcher

credentials = boto3.Session().get_credentials()
fetched = InstanceMetadataFetcher(timeout=5, num_attempts=2).retrieve_iam_role_credentials()
print(
    json.dumps(
        {
            "region": InstanceMetadataRegionFetcher(timeout=5, num_attempts=2).retrieve_region(),
            "credentials": credentials
            and {
                "accessKeyId": credentials.access_key,
                "secretAccessKey": credentials.secret_key,
                "token": credentials.token,
            },
            "expiration": fetched.get("expiry_time"),
        }
    )
)
