import { NetworkListPage } from '../../../networks/network-pages';

export default function Page() {
  return <NetworkListPage list="vpcs" />;
}
