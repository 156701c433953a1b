import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { loadInstance } from "@/features/accounts/api";

import { requirePerson, requireStranger } from "./guards";
import { rootRoute } from "./layouts";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { return_to?: string } => {
    const wanted = text(search.return_to);
    return wanted === undefined ? {} : { return_to: wanted };
  },
  beforeLoad: ({ search }) => requireStranger(search.return_to),
  loader: async ({ context }) => {
    const instance = await loadInstance(context.queryClient);
    if (instance.needs_owner) throw redirect({ to: "/register" });
  },
  component: lazyRouteComponent(() => import("@/features/accounts/entry/SignInPage"), "SignInPage"),
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/register",
  beforeLoad: () => requireStranger(undefined),
  loader: ({ context }) => loadInstance(context.queryClient),
  component: lazyRouteComponent(() => import("@/features/accounts/entry/RegisterPage"), "RegisterPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite/$token",
  beforeLoad: () => requireStranger(undefined),
  loader: ({ context }) => loadInstance(context.queryClient),
  component: lazyRouteComponent(() => import("@/features/accounts/entry/InvitationPage"), "InvitationPage"),
});

const passwordResetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset-password",
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = text(search.token);
    return token === undefined ? {} : { token };
  },
  loader: ({ context }) => loadInstance(context.queryClient),
  component: lazyRouteComponent(
    () => import("@/features/accounts/entry/ResetPasswordPage"),
    "ResetPasswordPage",
  ),
});

export const accountRoutes = [signInRoute, registerRoute, invitationRoute, passwordResetRoute] as const;

export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome",
  beforeLoad: async ({ context, location }) => {
    await requirePerson(context.queryClient, location.href);
  },
  component: lazyRouteComponent(() => import("@/app/welcome/WelcomePage"), "WelcomePage"),
});
