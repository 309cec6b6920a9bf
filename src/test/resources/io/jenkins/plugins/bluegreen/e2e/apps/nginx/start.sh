# Starts Nginx after START_DELAY seconds, and ends it gracefully on SIGTERM, as STOPSIGNAL SIGQUIT does in its image.
trap exit TERM
sleep "${START_DELAY:-0}"
nginx -e /dev/stderr -g 'daemon off;' &
nginx=$!
trap 'kill -QUIT $nginx' TERM
while kill -0 $nginx 2>/dev/null; do
  wait $nginx
  code=$?
done
exit "$code"
