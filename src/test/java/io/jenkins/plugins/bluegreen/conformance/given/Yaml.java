package io.jenkins.plugins.bluegreen.conformance.given;

/** Manifests of a small application; {@code ${APP}}, {@code ${VERSION}}, {@code ${REPLICAS}} and {@code ${HEALTH}} are set. */
public final class Yaml {
    public static final String CONFIG_MAP =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: ${APP}-config
            data:
              VERSION: "${VERSION}"
              HEALTH: "${HEALTH}"
              GREETING: hello from ${VERSION}
            """;

    public static final String SECRET =
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: ${APP}-secret
            stringData:
              PASSWORD: swordfish-${VERSION}
            """;

    public static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: ${APP}
            spec:
              selector:
                app: ${APP}
              ports:
              - name: http
                port: 80
                targetPort: http
            """;

    /** Its annotation tells of which version it is. */
    public static final String INGRESS =
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: ${APP}
              annotations:
                example.com/of: ${VERSION}
            spec:
              rules:
              - host: ${VERSION}.example.com
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: ${APP}-${COLOR}
                        port:
                          number: 80
            """;

    public static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ${APP}
            spec:
              replicas: ${REPLICAS}
              selector:
                matchLabels:
                  app: ${APP}
              template:
                metadata:
                  labels:
                    app: ${APP}
                spec:
                  terminationGracePeriodSeconds: 30
                  containers:
                  - name: app
                    image: esc/app:2.0.1
                    env:
                    - name: SHUTDOWN
                      value: graceful
                    envFrom:
                    - configMapRef:
                        name: ${APP}-config
                    - secretRef:
                        name: ${APP}-secret
                    ports:
                    - name: http
                      containerPort: 8080
                    readinessProbe:
                      httpGet:
                        path: /ready
                        port: http
                      periodSeconds: 1
            """;

    /** A Deployment that reads its configuration through every kind of reference, with the same few objects. */
    public static final String READS_EVERYWHERE =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ${APP}
            spec:
              replicas: ${REPLICAS}
              selector:
                matchLabels:
                  app: ${APP}
              template:
                metadata:
                  labels:
                    app: ${APP}
                spec:
                  initContainers:
                  - name: prepare
                    image: esc/app:2.0.1
                    env:
                    - name: INIT_PASSWORD
                      valueFrom:
                        secretKeyRef:
                          name: ${APP}-secret
                          key: PASSWORD
                    envFrom:
                    - configMapRef:
                        name: ${APP}-config
                  containers:
                  - name: app
                    image: esc/app:2.0.1
                    env:
                    - name: FROM_KEY
                      valueFrom:
                        secretKeyRef:
                          name: ${APP}-secret
                          key: PASSWORD
                    envFrom:
                    - configMapRef:
                        name: ${APP}-config
                    - secretRef:
                        name: ${APP}-secret
                      prefix: SECRET_
                    ports:
                    - name: http
                      containerPort: 8080
                    volumeMounts:
                    - name: all
                      mountPath: /etc/all
                    - name: secret
                      mountPath: /etc/secret
                    readinessProbe:
                      httpGet:
                        path: /ready
                        port: http
                      periodSeconds: 1
                  volumes:
                  - name: all
                    projected:
                      sources:
                      - configMap:
                          name: ${APP}-config
                      - secret:
                          name: ${APP}-secret
                  - name: secret
                    secret:
                      secretName: ${APP}-secret
            """;

    /** A worker that comes in colours beside the application. */
    public static final String WORKER =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ${APP}-worker
              annotations:
                blue-green.jenkins.io/companion: color
            spec:
              replicas: 1
              selector:
                matchLabels:
                  app: ${APP}-worker
              template:
                metadata:
                  labels:
                    app: ${APP}-worker
                spec:
                  containers:
                  - name: worker
                    image: esc/worker:2.0.1
                    envFrom:
                    - configMapRef:
                        name: ${APP}-config
            """;

    public static final String AUTOSCALER =
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: ${APP}
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: ${APP}
              minReplicas: 2
              maxReplicas: 10
              metrics:
              - type: Resource
                resource:
                  name: cpu
                  target:
                    type: Utilization
                    averageUtilization: 70
            """;

    public static final String DISRUPTION_BUDGET =
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: ${APP}
            spec:
              minAvailable: 1
              selector:
                matchLabels:
                  app: ${APP}
            """;

    /** A migration that succeeds after a moment, and reads the release's own configuration. */
    public static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: ${APP}-migrate
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: migrate
                    image: esc/app:2.0.1
                    env:
                    - name: CRASH_AFTER
                      value: 100ms
                    - name: CRASH_CODE
                      value: "0"
                    envFrom:
                    - configMapRef:
                        name: ${APP}-config
            """;

    private Yaml() {}
}
