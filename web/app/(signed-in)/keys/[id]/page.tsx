import { KeyPage } from '../../../../keys/key-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <KeyPage id={decodeURIComponent(id)} />;
}
