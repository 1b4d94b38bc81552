import { NewKeysPage } from '../../../../keys/key-pages';

export default function Page() {
  return <NewKeysPage />;
}
