import { RolePage } from '../../../../roles/role-pages';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RolePage id={decodeURIComponent(id)} />;
}
