/** Small drawings that follow the text colour. All are decoration: a word stands beside each. */
import type { JSX } from "solid-js"

const Icon = (props: { readonly size?: number; readonly children: JSX.Element }) => (
  <svg
    class="icon"
    viewBox="0 0 16 16"
    width={props.size ?? 16}
    height={props.size ?? 16}
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    {props.children}
  </svg>
)

export const ChevronDown = () => (
  <Icon size={12}>
    <path d="M4 6l4 4 4-4" />
  </Icon>
)

export const ArrowLeft = () => (
  <Icon size={14}>
    <path d="M13 8H3M7 4L3 8l4 4" />
  </Icon>
)

export const ArrowRight = () => (
  <Icon size={14}>
    <path d="M3 8h10M9 4l4 4-4 4" />
  </Icon>
)

export const Person = () => (
  <Icon>
    <circle cx="8" cy="5.2" r="2.4" />
    <path d="M3.2 13.2c.6-2.5 2.5-3.7 4.8-3.7s4.2 1.2 4.8 3.7" />
  </Icon>
)

export const Question = () => (
  <Icon size={14}>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M6.3 6.3a1.75 1.75 0 1 1 2.5 1.6c-.6.3-.8.6-.8 1.2M8 11.3v.1" />
  </Icon>
)

export const Bars = () => (
  <Icon size={18}>
    <path d="M3.5 13V9M8 13V3M12.5 13V6" />
  </Icon>
)

export const Stack = () => (
  <Icon size={18}>
    <path d="M3.5 13.5h9v-4h-9zM3.5 9.5h6v-4h-6zM3.5 5.5h3.5v-3H3.5z" />
  </Icon>
)

export const Clock = () => (
  <Icon size={18}>
    <path d="M2.5 8a5.5 5.5 0 1 0 1.7-4L2.5 5.6M2.5 2.6v3h3M8 5.2V8l2 1.3" />
  </Icon>
)

export const Pulse = () => (
  <Icon size={18}>
    <path d="M1.5 8.5h3l2-5 3 9 2-4h3" />
  </Icon>
)

export const Download = () => (
  <Icon size={18}>
    <path d="M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.3h10" />
  </Icon>
)

export const Search = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.25" />
    <path d="M10.2 10.2L14 14" />
  </Icon>
)

export const People = () => (
  <Icon size={18}>
    <circle cx="6" cy="5.5" r="2.2" />
    <path d="M1.8 13c.4-2.4 2-3.6 4.2-3.6s3.8 1.2 4.2 3.6M10.5 3.5a2.2 2.2 0 0 1 0 4M12 9.8c1.3.5 2 1.6 2.3 3.2" />
  </Icon>
)

export const Key = () => (
  <Icon size={18}>
    <circle cx="5" cy="8" r="2.7" />
    <path d="M7.7 8h6.5v2.3M11.3 8v1.8" />
  </Icon>
)

export const External = () => (
  <Icon size={12}>
    <path d="M6 4h6v6M12 4l-8 8" />
  </Icon>
)

export const Copy = () => (
  <Icon size={14}>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 3.5v-.2a1 1 0 0 0-1-1H3.3a1 1 0 0 0-1 1v6.2a1 1 0 0 0 1 1h.2" />
  </Icon>
)

export const Cross = () => (
  <Icon size={12}>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Icon>
)

export const Tick = () => (
  <Icon size={14}>
    <path d="M3 8.5l3.5 3.5L13 4.5" />
  </Icon>
)

export const Wordmark = () => (
  <svg class="wordmark-sign" viewBox="0 0 20 16" width="20" height="16" aria-hidden="true">
    <path class="wordmark-line" d="M2 4.5h16" />
    <path class="wordmark-wave" d="M2 11.2c2.7-2.2 5.3-2.2 8 0s5.3 2.2 8 0" />
  </svg>
)

export const ArrowUp = () => (
  <Icon size={14}>
    <path d="M8 13V3M4 7l4-4 4 4" />
  </Icon>
)

export const ArrowDown = () => (
  <Icon size={14}>
    <path d="M8 3v10M4 9l4 4 4-4" />
  </Icon>
)
