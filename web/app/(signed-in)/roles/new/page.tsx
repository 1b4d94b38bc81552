import { NewRole } from '../../../../roles/role-pages';

export default function Page() {
  return <NewRole />;
}
