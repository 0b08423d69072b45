/** A key pair for signed answers. */
export interface AnswerKeyPair {
  /** Ed25519, PKCS #8 in PEM. Whoever has it can approve. */
  readonly privateKey: string;
  /** Its 32 bytes in base64url, as `GuardOptions.answerKeys` takes them. */
  readonly publicKey: string;
}
