/** Vite takes style sheets as imports; to TypeScript they are nothing but there. */
declare module "*.css"
