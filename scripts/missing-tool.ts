/** A tool that the machine lacks. The message says in one sentence what to install. */
export class MissingTool extends Error {}
