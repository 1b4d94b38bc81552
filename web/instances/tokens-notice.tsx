import type { InstanceFormFragment } from '../generated/graphql';
import { Notice } from '../parts/notice';
import { When } from '../parts/when';

/** Explains required session tokens, with a warning if the last request of this machine had none. */
export function TokensNotice({ lastRequest }: { lastRequest?: InstanceFormFragment['lastRequest'] }) {
  return (
    <Notice title="A client that sends no token is refused" tone="warn">
      {lastRequest && !lastRequest.withToken && (
        <p>
          This machine sent a request without one <When at={lastRequest.at} />
          {lastRequest.userAgent && ` (${lastRequest.userAgent})`}: it will be refused.
        </p>
      )}
      <p>
        No token is sent by cloud-init where the UUID of the machine does not begin with ec2, by
        cloudbase-init, behind the metadata agent of OpenStack, and by the data sources OpenStack and NoCloud.
      </p>
    </Notice>
  );
}
