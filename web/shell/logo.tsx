/** The logo of CloudMeta: a table with a dot in its middle row. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden>
      <rect
        x="1.75"
        y="2.75"
        width="16.5"
        height="14.5"
        rx="1.5"
        stroke="var(--cm-accent)"
        strokeWidth="1.5"
      />
      <path d="M2 7.5h16M2 12.5h16" stroke="var(--cm-accent)" strokeWidth="1.5" />
      <circle cx="5.5" cy="10" r="1.25" fill="var(--cm-accent)" />
      <path d="M8.5 10h6" stroke="var(--cm-accent)" strokeWidth="1.5" />
    </svg>
  );
}
