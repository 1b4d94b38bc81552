import type { Metadata } from 'next';
import { Logo } from '../../shell/logo';
import { SignInForm } from '../../access/sign-in-form';
import classes from '../../access/sign-in.module.css';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next } = await searchParams;
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <h1 className={classes.brand}>
          <Logo size={24} /> CloudMeta
        </h1>
        <SignInForm next={typeof next === 'string' ? next : null} />
      </div>
    </main>
  );
}
