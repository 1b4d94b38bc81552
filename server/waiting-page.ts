/** A page for a browser that reloads itself until the requested page can be shown. */
export const waitingPage = (message: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>CloudMeta</title>
<body style="max-width: 36rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif">
<h1 style="font-size: 1.25rem">${message}</h1>
<p>Machines that the server has in memory are answered meanwhile. This page looks again every two seconds.</p>
</body>
</html>
`;
