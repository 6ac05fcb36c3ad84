/**
 * Saved views, wherever they are kept: on the server for who holds a key, in this browser for an account's
 * token. What the browser kept before moves to the server once.
 */
import { createEffect, createSignal } from "solid-js"
import { createAct } from "../create-act.ts"
import { createRead } from "../create-read.ts"
import { EXPLORE } from "../state-change.ts"
import { useView } from "../view.ts"
import { removeView, renameView, saveView, VIEWS_MAX, views as viewsHere } from "./saved-views.ts"
import { newViewId, type ViewToKeep, viewsClient } from "./views-client.ts"

export interface KeptView extends ViewToKeep {
  readonly id: string
  readonly own: boolean
  /** `admin`, or `key:ID`. */
  readonly owner: string
}

export type KeptViews = ReturnType<typeof createViews>

export const createViews = () => {
  const session = useView().session.latest
  const place = () => {
    const holder = session()?.holder
    if (holder === undefined) return undefined
    return holder.startsWith("token:") ? "here" : "server"
  }
  const read = createRead(
    () => (place() === "server" ? session()?.holder : undefined),
    viewsClient.list,
  )
  const act = createAct()
  const moving = createAct()
  const [full, setFull] = createSignal(false)
  const views = (): ReadonlyArray<KeptView> =>
    place() === "server" ? (read.latest()?.views ?? []) : viewsHere().map(fromHere)
  const named = (name: string) => views().find((known) => known.own && known.name === name.trim())

  const change = (work: () => Promise<void>) =>
    act.run(async () => {
      await work()
      read.again()
    })
  const keptHere = (done: boolean) => {
    setFull(!done)
    return done
  }
  /** A name that is taken gets the new address. Whether it is kept. */
  const save = async (view: ViewToKeep): Promise<boolean> => {
    if (place() === "here")
      return keptHere(saveView({ name: view.name, search: view.address.slice(EXPLORE.length) }))
    await change(async () => {
      // Somebody may be faster than the list is.
      const { views } = read.latest() ?? (await viewsClient.list("", new AbortController().signal))
      const replaced = views.find(({ own, name }) => own && name === view.name.trim())
      await viewsClient.put(replaced?.id ?? newViewId(), view)
    })
    return act.failure() === undefined
  }
  const rename = async (view: KeptView, to: string): Promise<boolean> => {
    if (place() === "here") return keptHere(renameView(view.name, to))
    const replaced = named(to)
    await change(async () => {
      await viewsClient.put(view.id, { ...contentOf(view), name: to })
      if (replaced !== undefined && replaced.id !== view.id) await viewsClient.remove(replaced.id)
    })
    return act.failure() === undefined
  }
  const share = (view: KeptView, shared: boolean) =>
    change(() => viewsClient.put(view.id, { ...contentOf(view), shared }))
  const remove = (view: KeptView) => {
    if (place() === "here") removeView(view.name)
    else void change(() => viewsClient.remove(view.id))
  }

  // Once: what could not be moved is tried when the list is opened again.
  let moved = false
  createEffect(() => {
    if (moved || read.latest() === undefined || viewsHere().length === 0) return
    moved = true
    void moving.run(async () => {
      await moveViews(named)
      read.again()
    })
  })
  return {
    place,
    read,
    views,
    act,
    failure: () => act.failure() ?? moving.failure(),
    named,
    save,
    rename,
    share,
    remove,
    /** As many as this browser keeps are there. */
    full,
    max: () => (place() === "server" ? (read.latest()?.own_max ?? VIEWS_MAX) : VIEWS_MAX),
    mayShare: () => place() === "server" && session()?.accounts === null,
  }
}

const contentOf = ({ name, address, shared }: KeptView): ViewToKeep => ({ name, address, shared })

const fromHere = ({
  name,
  search,
}: {
  readonly name: string
  readonly search: string
}): KeptView => ({
  ...{ id: name, name, address: EXPLORE + search },
  ...{ shared: false, own: true, owner: "" },
})

/** One after another: each is gone from here when it is there, so that a failure loses none. */
const moveViews = async (named: (name: string) => KeptView | undefined) => {
  for (const { name, search } of viewsHere()) {
    if (named(name) === undefined)
      await viewsClient.put(newViewId(), { name, address: EXPLORE + search, shared: false })
    removeView(name)
  }
}
