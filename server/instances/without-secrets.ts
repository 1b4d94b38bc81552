import { notShown } from '../database/not-shown.ts';
import type { GuestRole, GuestView, IdentitySignatures } from '../metadata/guest-view.ts';

/** Placeholders for the signatures, which prove the machine's identity to others and so are as secret as a password. */
const coveredSignatures: IdentitySignatures = { pkcs7: notShown, rsa2048: notShown, signature: notShown };

/** Returns the view as users other than the guest may see it: its secrets are replaced by a placeholder. */
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
