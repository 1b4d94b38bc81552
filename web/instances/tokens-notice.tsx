import type { InstanceFormFragment } from '../generated/graphql';
import { Notice } from '../parts/notice';
import { When } from '../parts/when';

/** What it means to require session tokens, and whether this machine was seen without one. */
export function TokensNotice({ lastRequest }: { lastRequest?: InstanceFormFragment['lastRequest'] }) {
  return (
    <Notice title="A client that sends no token is refused" tone="warn">
      {lastRequest && !lastRequest.withToken && (
        <p>
          This machine asked without one <When at={lastRequest.at} />
          {lastRequest.userAgent && ` (${lastRequest.userAgent})`}: it will get no answer.
        </p>
      )}
      <p>
        None are sent by cloud-init where the UUID of the machine does not begin with ec2, by cloudbase-init,
        behind the metadata agent of OpenStack, and by the data sources OpenStack and NoCloud.
      </p>
    </Notice>
  );
}
