import { Forbidden } from '../parts/forbidden';

/** In the place of user-data and custom metadata, for an auditor. */
export function ContentsForbidden() {
  return <Forbidden needs="Viewer or Operator" act="read the contents of user data and custom metadata" />;
}
