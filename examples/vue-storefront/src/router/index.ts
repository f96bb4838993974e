import { createRouter, createWebHistory } from 'vue-router'
import ProductListView from '@/views/ProductListView.vue'

const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, savedPosition) => savedPosition ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/shop' },
    { path: '/shop', component: ProductListView, meta: { title: 'Shop' } },
    { path: '/shop/:id', component: () => import('@/views/ProductView.vue'), props: true },
    {
      path: '/checkout',
      component: () => import('@/views/CheckoutView.vue'),
      meta: { title: 'Checkout' },
    },
    {
      path: '/checkout/return',
      component: () => import('@/views/CheckoutReturnView.vue'),
      props: ({ query }) => ({
        orderId: String(query.order ?? ''),
        redirectFailed: query.redirect_status === 'failed',
      }),
      meta: { title: 'Your payment' },
    },
    {
      path: '/orders/:id',
      component: () => import('@/views/OrderView.vue'),
      props: true,
      meta: { title: 'Your order' },
    },
    {
      path: '/account',
      component: () => import('@/views/AccountView.vue'),
      meta: { title: 'Account' },
    },
    {
      path: '/account/reset',
      component: () => import('@/views/PasswordResetView.vue'),
      props: ({ query }) => ({ token: String(query.token ?? '') }),
      meta: { title: 'New password' },
    },
    {
      path: '/:pathMatch(.*)*',
      component: () => import('@/views/NotFoundView.vue'),
      meta: { title: 'Not found' },
    },
  ],
})

router.afterEach((to) => {
  document.title = [to.meta.title, 'Natron & Co.'].filter(Boolean).join(' – ')
})

export default router
