import { notShown } from '../database/not-shown.ts';
import type { GuestRole, GuestView, IdentitySignatures } from '../metadata/guest-view.ts';

/** What proves to others that one is the machine is as secret as a password. */
const coveredSignatures: IdentitySignatures = { pkcs7: notShown, rsa2048: notShown, signature: notShown };

/** The view as somebody else than the guest may see it: what the guest keeps to itself is only there. */
export function withoutSecrets(view: GuestView): GuestView {
  return {
    ...view,
    role: covered(view.role),
    identityRole: covered(view.identityRole),
    signatures: view.signatures && coveredSignatures,
  };
}

function covered(role: GuestRole | undefined): GuestRole | undefined {
  if (!role?.credentials) return role;
  const { expiration } = role.credentials;
  return {
    ...role,
    credentials: { accessKeyId: notShown, secretAccessKey: notShown, token: notShown, expiration },
  };
}
