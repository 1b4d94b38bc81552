/**
 * V8's way to collect what requests leave. By itself it makes the space for young objects sixteen times as large under
 * load, and then stops for as much longer each time, when most of what is young are connections that are still there;
 * and it lets the heap grow fourfold before it looks at all of it. Small and soon costs no more, and a third of the
 * memory. Child processes do not inherit flags that were set while running.
 */
export const collectionFlags = ['--semi-space-growth-factor=1', '--heap-growing-percent=50'];
