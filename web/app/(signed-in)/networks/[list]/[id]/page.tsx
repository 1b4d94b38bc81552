import { networkListOf } from '../../../../../networks/network-list';
import { NetworkPage } from '../../../../../networks/network-pages';

export default async function Page({ params }: { params: Promise<{ list: string; id: string }> }) {
  const { list, id } = await params;
  return <NetworkPage list={networkListOf(list)} id={decodeURIComponent(id)} />;
}
