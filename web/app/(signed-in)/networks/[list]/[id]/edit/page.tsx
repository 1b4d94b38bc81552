import { networkListOf } from '../../../../../../networks/network-list';
import { EditNetworkPage } from '../../../../../../networks/network-pages';

export default async function Page({ params }: { params: Promise<{ list: string; id: string }> }) {
  const { list, id } = await params;
  return <EditNetworkPage list={networkListOf(list)} id={decodeURIComponent(id)} />;
}
