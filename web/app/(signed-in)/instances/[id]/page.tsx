import { InstancePage } from '../../../../instances/instance-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <InstancePage id={decodeURIComponent(id)} />;
}
