import { RoleList } from '../../../roles/role-pages';

export default function Page() {
  return <RoleList />;
}
