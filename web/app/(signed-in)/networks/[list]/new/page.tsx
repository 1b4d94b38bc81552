import { networkListOf } from '../../../../../networks/network-list';
import { NewNetworkPage } from '../../../../../networks/network-pages';

export default async function Page({ params }: { params: Promise<{ list: string }> }) {
  const { list } = await params;
  return <NewNetworkPage list={networkListOf(list)} />;
}
