import { createRouter, createWebHistory } from 'vue-router'
import ShopView from './views/ShopView.vue'

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/shop' },
    { path: '/shop', component: ShopView, meta: { title: 'Shop' } },
    { path: '/shop/:id', component: () => import('./views/ProductView.vue'), props: true },
    { path: '/checkout', component: () => import('./views/CheckoutView.vue'), meta: { title: 'Checkout' } },
    {
      path: '/checkout/return',
      component: () => import('./views/ReturnView.vue'),
      props: (route) => ({ order: String(route.query.order ?? '') }),
      meta: { title: 'Your payment' },
    },
    { path: '/orders/:id', component: () => import('./views/OrderView.vue'), props: true, meta: { title: 'Your order' } },
    { path: '/account', component: () => import('./views/AccountView.vue'), meta: { title: 'Account' } },
    {
      path: '/account/reset',
      component: () => import('./views/ResetView.vue'),
      props: (route) => ({ token: String(route.query.token ?? '') }),
      meta: { title: 'New password' },
    },
    { path: '/:any(.*)*', component: () => import('./views/MissingView.vue'), meta: { title: 'Not found' } },
  ],
})

router.afterEach((to) => {
  document.title = [to.meta.title, 'Natron & Co.'].filter(Boolean).join(' – ')
})
