import { KeyList } from '../../../keys/key-pages';

export default function Page() {
  return <KeyList />;
}
