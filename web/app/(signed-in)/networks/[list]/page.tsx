import { networkListOf } from '../../../../networks/network-list';
import { NetworkListPage } from '../../../../networks/network-pages';

export default async function Page({ params }: { params: Promise<{ list: string }> }) {
  const { list } = await params;
  return <NetworkListPage list={networkListOf(list)} />;
}
