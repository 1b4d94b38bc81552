import { NewKeysPage } from '../../../../keys/new-keys-page';

export default function Page() {
  return <NewKeysPage />;
}
