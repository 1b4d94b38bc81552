import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e7f2f2',
  '#cfe5e5',
  '#a5d1d2',
  '#5fc3c4',
  '#3fa3a5',
  '#28858a',
  '#186e73',
  '#0f5e63',
  '#0b4b4f',
  '#07383b',
];
const ink: MantineColorsTuple = [
  '#e6e3dd',
  '#cfccc6',
  '#9aa3a9',
  '#7d868c',
  '#4a5258',
  '#333a40',
  '#22282d',
  '#14181b',
  '#101316',
  '#0b0e10',
];
const stone: MantineColorsTuple = [
  '#f5f3ef',
  '#efece6',
  '#e9e5de',
  '#e3dfd8',
  '#cfcac2',
  '#a9a8a4',
  '#5c636b',
  '#454b52',
  '#2f343a',
  '#1b1f24',
];
const red: MantineColorsTuple = [
  '#fbe6e4',
  '#f6cdca',
  '#f4b3ae',
  '#f29a94',
  '#d86058',
  '#bf3a33',
  '#ab2722',
  '#9b1c1c',
  '#7f1717',
  '#611111',
];

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...colours, color: 'var(--cm-on-accent)' } : colours;
  },
  white: '#fbfaf8',
  black: '#1b1f24',
  colors: { petrol, dark: ink, gray: stone, red },
  fontFamily: "'IBM Plex Sans', system-ui, sans-serif",
  fontFamilyMonospace: "'IBM Plex Mono', ui-monospace, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.43', md: '1.43', lg: '1.4', xl: '1.3' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '3px', lg: '3px', xl: '3px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  headings: { fontWeight: '600' },
  respectReducedMotion: true,
  focusRing: 'never',
  cursorType: 'pointer',
  components: {
    Anchor: { defaultProps: { underline: 'always' } },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 100, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        size: 620,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.3 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 80 },
        position: 'bottom-end',
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, withinPortal: false } },
    Tooltip: { defaultProps: { transitionProps: { duration: 80 }, openDelay: 250 } },
    Combobox: { defaultProps: { keepMounted: false, withinPortal: false } },
    Collapse: { defaultProps: { transitionDuration: 100 } },
    Tabs: { defaultProps: { keepMounted: false } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfaf8',
    '--mantine-color-text': '#1b1f24',
    '--mantine-color-dimmed': '#5c636b',
    '--mantine-color-placeholder': '#686f76',
    '--mantine-color-anchor': '#0f5e63',
    '--mantine-color-error': '#9b1c1c',
    '--mantine-color-default': '#fbfaf8',
    '--mantine-color-default-color': '#1b1f24',
    '--mantine-color-default-hover': '#f1eee8',
    '--mantine-color-default-border': '#8b9196',
  },
  dark: {
    '--mantine-color-body': '#14181b',
    '--mantine-color-text': '#e6e3dd',
    '--mantine-color-dimmed': '#9aa3a9',
    '--mantine-color-placeholder': '#8d969c',
    '--mantine-color-anchor': '#5fc3c4',
    '--mantine-color-error': '#f29a94',
    '--mantine-color-default': '#14181b',
    '--mantine-color-default-color': '#e6e3dd',
    '--mantine-color-default-hover': '#20262a',
    '--mantine-color-default-border': '#6b747a',
  },
});
