#!/usr/bin/env bash
# A deployment script as a careful team writes it. Environment: APP, URL, and what kubectl needs.
# Usage: deploy.sh DEPLOYMENT.yaml
set -euo pipefail

live=$(kubectl get service "$APP" -o jsonpath='{.spec.selector.color}')
next=$([ "$live" = blue ] && echo green || echo blue)

to() { kubectl patch service "$APP" -p "{\"spec\":{\"selector\":{\"app\":\"$APP\",\"color\":\"$1\"}}}"; }

sed "s/\${COLOR}/$next/g" "$1" | kubectl apply -f -
if ! kubectl rollout status "deployment/$APP-$next" --timeout=60s; then
    echo "$next is not ready; the traffic stays on $live"
    kubectl scale "deployment/$APP-$next" --replicas=0
    exit 1
fi

# here the tests make their trouble
[ -z "${BEFORE_SWITCH:-}" ] || eval "$BEFORE_SWITCH"

to "$next"
for _ in $(seq 30); do
    if ! curl -fsS -m 2 -o /dev/null "$URL/actuator/health"; then
        echo "$next is not healthy; the traffic goes back to $live"
        to "$live"
        kubectl scale "deployment/$APP-$next" --replicas=0
        exit 1
    fi
    sleep 1
done
kubectl scale "deployment/$APP-$live" --replicas=0
echo "$next is live"
