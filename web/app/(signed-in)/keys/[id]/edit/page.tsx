import { EditKey } from '../../../../../keys/key-pages';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditKey id={decodeURIComponent(id)} />;
}
