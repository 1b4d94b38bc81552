/** Everything that belongs to an instance, for `populate`. */
export const wholeInstance = ['interfaces', 'addressRows', 'keyAttachments.key', 'tags', 'userData'] as const;
