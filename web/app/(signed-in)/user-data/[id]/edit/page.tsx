import { EditDocument } from '../../../../../user-data/document-pages';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditDocument id={decodeURIComponent(id)} />;
}
