# A PostgreSQL with one empty database, which its Pod makes: initdb is not for root.
set -e
echo "$POSTGRES_PASSWORD" > /tmp/password
/postgres/bin/initdb -D /tmp/data -U "$POSTGRES_USER" -A scram-sha-256 --pwfile=/tmp/password --no-locale -E UTF8 -N
echo "host all all all scram-sha-256" >> /tmp/data/pg_hba.conf
echo "CREATE DATABASE backend" | /postgres/bin/postgres --single -D /tmp/data postgres
exec /postgres/bin/postgres -D /tmp/data -c "listen_addresses=*" -c unix_socket_directories=/tmp -c fsync=off
