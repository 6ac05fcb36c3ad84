import { createPublicKey, type KeyObject } from "node:crypto"

const RAW = /^[A-Za-z0-9_-]{43}$/

/** An Ed25519 public key: PEM, whose line breaks may be written \\n, or its 32 bytes in base64url. Null for all else. */
export const readPublicKey = (text: string): KeyObject | null => {
  try {
    const key = RAW.test(text)
      ? createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: text }, format: "jwk" })
      : createPublicKey(text.replaceAll("\\n", "\n"))
    // `createPublicKey` takes the public half out of a private key: that one does not belong here.
    return key.asymmetricKeyType === "ed25519" && !text.includes("PRIVATE") ? key : null
  } catch {
    return null
  }
}
