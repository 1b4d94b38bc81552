# What the AWS SDK for Ruby gets, as one line of JSON.
require 'aws-sdk-core'
require 'aws-sdk-core/ec2_metadata'
require 'json'

service = Aws::EC2Metadata.new(http_open_timeout: 5, http_read_timeout: 5, retries: 1)
role = Aws::InstanceProfileCredentials.new(http_open_timeout: 5, http_read_timeout: 5, retries: 1)
missing = begin
  service.get('/latest/meta-data/no-such-thing')
rescue Aws::EC2Metadata::MetadataNotFoundError
  nil
end
puts JSON.generate(
  'instance-id' => service.get('/latest/meta-data/instance-id'),
  'region' => service.get('/latest/meta-data/placement/region'),
  'user-data' => service.get('/latest/user-data').force_encoding('UTF-8'),
  'identity document' => JSON.parse(service.get('/latest/dynamic/instance-identity/document')),
  'what is absent' => missing,
  'credentials' => {
    'accessKeyId' => role.credentials.access_key_id,
    'secretAccessKey' => role.credentials.secret_access_key,
    'token' => role.credentials.session_token
  },
  'expiration' => role.expiration
)
