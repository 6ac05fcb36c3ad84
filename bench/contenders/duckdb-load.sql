-- Followed by the file's name.
COPY transactions FROM
