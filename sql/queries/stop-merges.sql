-- Parts stay what they are until merges go on: for a backup, which links them.
SYSTEM STOP MERGES;
