package io.jenkins.plugins.bluegreen.conformance;

/** Manifests of a small application; {@code ${APP}}, {@code ${VERSION}}, {@code ${REPLICAS}} and {@code ${HEALTH}} are set. */
final class Yaml {
    static final String CONFIG_MAP =
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

    static final String SECRET =
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: ${APP}-secret
            stringData:
              PASSWORD: swordfish-${VERSION}
            """;

    static final String SERVICE =
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

    static final String DEPLOYMENT =
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

    static final String AUTOSCALER =
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

    static final String DISRUPTION_BUDGET =
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

    private Yaml() {}
}
