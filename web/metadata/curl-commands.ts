const host = 'http://169.254.169.254';

/** The command for the machine itself, without a session token. */
export function curlV1(path: string): string {
  return `curl -s ${host}${path}`;
}

/** The commands for the machine itself; the first one fetches a session token. */
export function curlV2(path: string): string {
  return [
    `TOKEN=$(curl -s -X PUT ${host}/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60')`,
    `curl -s -H "X-aws-ec2-metadata-token: $TOKEN" ${host}${path}`,
  ].join('\n');
}
