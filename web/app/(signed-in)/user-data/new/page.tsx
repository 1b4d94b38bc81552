import { NewDocument } from '../../../../user-data/document-pages';

export default function Page() {
  return <NewDocument />;
}
