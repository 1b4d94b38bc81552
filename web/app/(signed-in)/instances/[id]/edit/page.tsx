import { EditInstance } from '../../../../../instances/instance-editor';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditInstance id={decodeURIComponent(id)} />;
}
