-- Followed by the file's name. A server process reads the file.
COPY transactions FROM
