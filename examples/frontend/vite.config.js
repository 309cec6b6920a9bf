// `npm run dev`: what Nginx does for /api/ (k8s/configmap.yaml), with a backend on this machine.
export default {
  server: {
    proxy: {
      '/api': { target: 'http://localhost:8080', rewrite: path => path.replace(/^\/api/, '') },
    },
  },
}
